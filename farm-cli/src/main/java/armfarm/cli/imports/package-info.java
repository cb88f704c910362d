/** Bringing attempts of others into a store: commits, counts and reports that all kinds of imports share; data sets. */
package armfarm.cli.imports;
