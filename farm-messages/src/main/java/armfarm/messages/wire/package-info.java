/** The wire contract of the event stream: topics, schema version and the Protobuf codec. Generated types stay inside. */
package armfarm.messages.wire;
