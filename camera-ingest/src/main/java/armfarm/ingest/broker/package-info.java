/** Where the event stream lives: a broker inside this process or one that runs elsewhere. */
package armfarm.ingest.broker;
