/** Asking for attempts by meaning: the filter language and the tables that come back. */
package armfarm.episodes.query;
