/** Plots of what the store holds: the numbers in classes of their own, drawing beside them. */
package armfarm.cli.plots;
