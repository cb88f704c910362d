/** Recordings into the store and attempts out of it: which topics hold what, how an attempt is put together again. */
package armfarm.cli.bags;
