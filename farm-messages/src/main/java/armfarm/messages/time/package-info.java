/** Time that has passed, read in one place, so that whoever waits or measures can be given another one. */
package armfarm.messages.time;
