/** Model files, their checks, and the hand-over of a new model to the arms. */
package armfarm.policy.release;
