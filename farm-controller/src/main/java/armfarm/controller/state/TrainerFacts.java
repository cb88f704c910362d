package armfarm.controller.state;

import java.util.Optional;

/**
 * What the trainer does. Immutable.
 *
 * @param text one short text
 * @param failure why its latest round failed; empty if it did not
 * @param modelThere whether the arms have a model
 */
public record TrainerFacts(String text, Optional<String> failure, boolean modelThere) {}
