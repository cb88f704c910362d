package armfarm.controller.dashboard;

/**
 * A started part of the farm.
 *
 * @param name for example "Kafka broker"
 * @param address for example "127.0.0.1:9092", empty if it has none
 * @param state for example "running"
 */
public record ComponentView(String name, String address, String state) {}
