/** What only the operating system can say of a thread. */
package armfarm.messages.threads;
