/** What reaches a terminal or the log: errors in words, no control characters. */
package armfarm.cli.console;
