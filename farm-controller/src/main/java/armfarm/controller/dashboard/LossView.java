package armfarm.controller.dashboard;

/**
 * One counter of something that did not reach its place, for example preview images dropped.
 *
 * @param where the stage that counted
 * @param what what was lost
 * @param serious whether data meant for the store was lost; the page shows such a counter in red when it is not 0
 */
public record LossView(String where, String what, long count, boolean serious) {}
