package armfarm.messages.cell;

import java.util.Optional;

/** The simulator's knowledge of the last lift. @param heldObject its catalogue id; empty if nothing was lifted */
public record SimulatorTruth(Optional<String> heldObject) {}
