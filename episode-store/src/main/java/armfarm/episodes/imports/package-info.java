/** Data sets of others as attempts: what all formats share. The formats themselves lie with their kind of file. */
package armfarm.episodes.imports;
