/** Measures the path from events to stored attempts, and asking and reading them back. */
package armfarm.cli.bench;
