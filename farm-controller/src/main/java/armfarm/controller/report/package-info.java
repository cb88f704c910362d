/** What a run achieved, in numbers. */
package armfarm.controller.report;
