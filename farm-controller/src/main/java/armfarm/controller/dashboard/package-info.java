/**
 * The page that shows a running farm: a small web server that moves no arm, its JSON shapes (records ending in View) and the
 * calculation of the success curve. It sees the farm only through {@link armfarm.controller.dashboard.FarmView}; the
 * page itself is plain HTML, CSS and ES modules under {@code dashboard/} on the class path.
 */
package armfarm.controller.dashboard;
