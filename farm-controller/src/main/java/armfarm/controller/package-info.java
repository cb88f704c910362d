/** The farm as a whole: starts and stops every part in order, supervises the arms and the trainer, reports results. */
package armfarm.controller;
