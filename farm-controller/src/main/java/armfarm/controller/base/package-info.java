/** What everything of a farm stands on: its data folder, who runs where, its version, its steps of starting and stopping. */
package armfarm.controller.base;
