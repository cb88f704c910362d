/**
 * Threads that live as long as the farm: what they fail with is caught, told, counted and tried again, and whoever asks for
 * the farm's health reads it here.
 */
package armfarm.messages.supervision;
