package io.sightline.devstack.server;

import java.util.Map;

/** Where one Kafka node listens, and how. */
interface Listeners {
    /** Settings of the node. */
    Map<String, String> node();

    /** Settings of a client that makes topics on it. */
    Map<String, Object> administrator();
}
