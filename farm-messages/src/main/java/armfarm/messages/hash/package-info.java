/** Checksums of bytes, texts and files. */
package armfarm.messages.hash;
