/** Folders that more than one process might want. */
package armfarm.messages.files;
