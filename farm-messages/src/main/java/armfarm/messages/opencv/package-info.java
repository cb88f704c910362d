/** Loads OpenCV, for the modules that look at pixels; they may not see each other. */
package armfarm.messages.opencv;
