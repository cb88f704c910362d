/** The command line: one class per command, results on stdout, everything else on stderr. */
package armfarm.cli;
