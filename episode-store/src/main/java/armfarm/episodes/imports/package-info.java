/** Data sets of others as attempts: what all formats share. The formats themselves lie beside what writes them. */
package armfarm.episodes.imports;
