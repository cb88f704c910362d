package armfarm.controller.dashboard;

import java.util.OptionalDouble;

/**
 * What the trainer does.
 *
 * @param state a few words, for example "training", or "waiting for 600 attempts"
 * @param round the training round, from 1; 0 before the first
 * @param done training draws done in this round
 * @param total training draws of this round; 0 while it does not train
 * @param loss the newest mean training loss
 * @param seconds spent in this round, or in the last one while it waits
 */
public record TrainerView(String state, int round, long done, long total, OptionalDouble loss, double seconds) {}
