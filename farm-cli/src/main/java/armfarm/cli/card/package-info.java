/** The card of a model: what is on record about it, put together for people and programs. */
package armfarm.cli.card;
