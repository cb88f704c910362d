/**
 * The words every module shares: identities, geometry, images, attempts and the events that carry them. JDK types only,
 * every type immutable; wire formats are in {@link armfarm.messages.wire}.
 */
package armfarm.messages;
