/** The one place where measured facts become the words that page, terminal, {@code armfarm status}, metrics and alert rules say. */
package armfarm.controller.state;
