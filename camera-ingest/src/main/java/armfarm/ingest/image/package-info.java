/**
 * From a camera's raw frames to the JPEG the farm stores, with OpenCV, and the checks that tell a good frame from a bad
 * one. OpenCV's types stay in here.
 */
package armfarm.ingest.image;
