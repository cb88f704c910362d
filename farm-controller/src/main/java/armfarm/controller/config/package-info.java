/** The one YAML file: typed records with defaults, every problem reported at once. */
package armfarm.controller.config;
