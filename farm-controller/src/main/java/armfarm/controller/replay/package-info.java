/** Stored decisions, made once more. */
package armfarm.controller.replay;
