/** A store without a database, for tests of what uses a store; keeps the same contract as the real one. Nothing of the product uses it. */
package armfarm.episodes.testing;
