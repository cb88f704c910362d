/** Stored decisions, made once more. */
package armfarm.policy.replay;
