package armfarm.ros;

/** Takes what comes over a topic's links, on the thread of each link. */
interface MessageReceiver {
    /** @param message without its length; whose array is used again if every receiver {@link #returnsMessages returns} it */
    void receive(byte[] message);

    /** As {@link #receive}, but a message that came from this link already is left out. */
    void receiveLatched(Object link, byte[] message);

    /** Whether nobody reads a message any more when {@link #receive} has returned. */
    boolean returnsMessages();
}
