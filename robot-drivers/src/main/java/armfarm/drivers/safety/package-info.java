/**
 * Rules that keep an arm safe whatever chose its motion: the envelope that every command passes, the dead-man that stops
 * an arm whose controller has gone silent, and the stop that stays until a person takes it back. Knows no network and no
 * learning.
 */
package armfarm.drivers.safety;
