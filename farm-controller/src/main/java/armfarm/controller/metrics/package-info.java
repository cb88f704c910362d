/** Numbers for Prometheus: what a process of the farm counts, and the small server that tells them. See docs/metrics.md. */
package armfarm.controller.metrics;
