package com.jisu.logs.ingest.lumberjack;

/** What {@link LumberjackDecoder} finds in the bytes, in the order of the bytes. */
public interface FrameConsumer {

    /**
     * A client announces how many events it sends next.
     *
     * @param version {@code '1'} or {@code '2'}
     * @param events 0 to the decoder's limit; with 0, the client asks whether anybody is there
     */
    void window(byte version, int events) throws ProtocolViolation;

    /**
     * Asked before an event's body is read, and with 0 before more of a compressed frame is inflated. While it answers no,
     * the decoder stops where it is, and asks again when it is called again.
     *
     * @param bytes length of the event; a {@code D} frame, which does not say its length, asks again where it proves larger
     * @throws ProtocolViolation if no window was announced to which an event could belong
     */
    boolean admits(int bytes) throws ProtocolViolation;

    /**
     * Asked before the first byte of a compressed frame is inflated. While it answers no, the decoder stops where it is, and
     * asks again when it is called again.
     */
    default boolean admitsInflation() {
        return true;
    }

    /** A compressed frame for which {@link #admitsInflation} answered yes has ended. */
    default void endInflation() {}

    /**
     * An event, complete.
     *
     * @param event its JSON as the client sent it, now the consumer's
     */
    void event(int sequence, byte[] event) throws ProtocolViolation;
}
