/**
 * The grasp-success network and what it is fed. DL4J and ND4J types stay inside this package: features go in and weights
 * come out as plain float arrays, so another engine can stand in.
 */
package armfarm.policy.network;
