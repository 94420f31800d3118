package io.sightline.runtime;

import java.util.HashMap;
import java.util.Map;

/**
 * Bodies whose next bytes a thread waits for. They are bounded, those of one client too, so that clients which send
 * slowly, or nothing, leave threads to the others.
 */
final class AwaitedBodies {
    private final int most;
    private final int mostOfOne;
    private final int mostOfStrangers;
    private final Map<String, Integer> clients = new HashMap<>();
    private int all;

    /** @param threads that there are; three quarters of them may wait, a half for one client, a 16th for strangers */
    AwaitedBodies(int threads) {
        this.most = Math.max(1, threads * 3 / 4);
        this.mostOfOne = Math.max(1, threads / 2);
        this.mostOfStrangers = Math.max(1, threads / 16);
    }

    /**
     * Whether one more body of the client may be waited for; whoever is told so says when the wait has ended.
     *
     * @param client empty for whoever has shown no token
     */
    synchronized boolean begin(String client) {
        var own = clients.getOrDefault(client, 0);
        if (all >= most || own >= (client.isEmpty() ? mostOfStrangers : mostOfOne)) {
            return false;
        }
        all++;
        clients.put(client, own + 1);
        return true;
    }

    synchronized void end(String client) {
        all--;
        clients.computeIfPresent(client, (any, own) -> own == 1 ? null : own - 1);
    }
}
