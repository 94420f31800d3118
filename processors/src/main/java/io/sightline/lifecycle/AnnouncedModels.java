package io.sightline.lifecycle;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What counts of the records of the topic: of each model the latest decision, whatever comes after it. A leader that
 * was replaced may still send what it had decided, and whatever is sent may come twice.
 */
final class AnnouncedModels {
    private final Map<String, Announcement> counting = new ConcurrentHashMap<>();
    private final Map<String, Announcement> last = new ConcurrentHashMap<>();

    /**
     * Takes the next record.
     *
     * @return whether it changes anything
     */
    boolean take(Announcement next) {
        last.put(next.name(), next);
        var known = counting.get(next.name());
        if (known == null) {
            counting.put(next.name(), next);
            return true;
        }
        if (next.isRetired()) {
            counting.put(next.name(), next.after(known));
            return !known.isRetired();
        }
        var order = next.compareTo(known);
        // What comes again behind the end of the model is no repeat: the end has come again before it.
        if (order > 0 || (order == 0 && known.isRetired())) {
            counting.put(next.name(), next);
            return true;
        }
        return false;
    }

    /** By name of the model. */
    Map<String, Announcement> counting() {
        return Map.copyOf(counting);
    }

    /** The last record of a model, whether it counts or not. */
    Optional<Announcement> last(String name) {
        return Optional.ofNullable(last.get(name));
    }

    /** Something that is no announcement has come after the last record of a model. What counts goes on. */
    void forgetLast(String name) {
        last.remove(name);
    }

    /** Forgets all: what comes next has nothing to do with it. */
    void clear() {
        counting.clear();
        last.clear();
    }
}
