/** Recording what the arms of a farm send, and replaying it through a pipeline that is disturbed on purpose, to compare the stores. */
package armfarm.cli.night;
