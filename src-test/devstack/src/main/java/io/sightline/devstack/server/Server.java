package io.sightline.devstack.server;

/** One server inside this process. It can be stopped and started again on the same data and the same port. */
interface Server {
    /** Returns when the server answers. */
    void start() throws Exception;

    void stop() throws Exception;

    /** Ends at once, as a crash does; for servers with processes of their own. */
    default void crash() throws Exception {
        throw new UnsupportedOperationException(
                getClass().getSimpleName() + " runs inside this process and cannot crash alone");
    }

    /**
     * Makes sure that a thing exists on the server.
     *
     * @param name topic, bucket or database
     * @param settings what else the server needs to know, in the order that the server's class gives
     */
    void create(String name, String... settings) throws Exception;
}
