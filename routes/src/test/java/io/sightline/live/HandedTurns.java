package io.sightline.live;

import io.sightline.lifecycle.Turns;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All turns are this process' as soon as it wants them, but for those that another has, or that are not asked for. */
final class HandedTurns implements Turns {
    final Set<String> wanted = ConcurrentHashMap.newKeySet();
    final Set<String> elsewhere = ConcurrentHashMap.newKeySet();
    final Set<String> unasked = ConcurrentHashMap.newKeySet();
    /** They are asked for again when these are cleared. */
    final Set<String> passedOn = ConcurrentHashMap.newKeySet();

    @Override
    public void want(Collection<String> things) {
        wanted.addAll(things);
    }

    @Override
    public void keep(Collection<String> things) {
        wanted.retainAll(things);
    }

    @Override
    public void passOn(Collection<String> things) {
        passedOn.addAll(things);
    }

    @Override
    public boolean has(String thing) {
        return wanted.contains(thing)
                && !elsewhere.contains(thing)
                && !unasked.contains(thing)
                && !passedOn.contains(thing);
    }

    @Override
    public boolean isElsewhere(String thing) {
        return elsewhere.contains(thing);
    }
}
