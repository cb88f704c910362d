/** What the parts of a farm tell each other, whether they share a process or meet in a database only. */
package armfarm.messages.board;
