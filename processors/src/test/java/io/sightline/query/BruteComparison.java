package io.sightline.query;

import io.sightline.query.ComparedFrames.Found;
import io.sightline.query.ComparedFrames.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A comparison detection by detection, as the contract words it.
 *
 * @param labels detections of what serves, of the challenger, and matches, by label
 */
record BruteComparison(long serving, long challenger, long matched, long agreedFrames, Map<String, List<Long>> labels) {
    static BruteComparison of(List<Frame> frames) {
        long matched = 0;
        long agreed = 0;
        long serving = 0;
        long challenger = 0;
        var labels = new HashMap<String, List<Long>>();
        for (var frame : frames) {
            long own = 0;
            for (int i = 0; i < frame.serving().size(); i++) {
                var found = frame.serving().get(i);
                var best = best(found, frame.challenger());
                var isMatch = best >= 0 && best(frame.challenger().get(best), frame.serving()) == i;
                own += isMatch ? 1 : 0;
                add(labels, found.label(), 1, 0, isMatch ? 1 : 0);
            }
            frame.challenger().forEach(found -> add(labels, found.label(), 0, 1, 0));
            matched += own;
            serving += frame.serving().size();
            challenger += frame.challenger().size();
            agreed += own == frame.serving().size() && own == frame.challenger().size() ? 1 : 0;
        }
        return new BruteComparison(serving, challenger, matched, agreed, labels);
    }

    /** The first of those with the greatest overlap; -1 when none overlaps enough. */
    private static int best(Found one, List<Found> others) {
        int best = -1;
        double most = 0;
        for (int i = 0; i < others.size(); i++) {
            var overlap = one.label().equals(others.get(i).label()) ? overlap(one, others.get(i)) : 0;
            if (overlap >= 0.5 && overlap > most) {
                best = i;
                most = overlap;
            }
        }
        return best;
    }

    private static double overlap(Found a, Found b) {
        double width = Math.min((double) a.x() + a.w(), (double) b.x() + b.w()) - Math.max(a.x(), b.x());
        double height = Math.min((double) a.y() + a.h(), (double) b.y() + b.h()) - Math.max(a.y(), b.y());
        if (width <= 0 || height <= 0) {
            return 0;
        }
        return width * height / ((double) a.w() * a.h() + (double) b.w() * b.h() - width * height);
    }

    private static void add(Map<String, List<Long>> labels, String label, long serving, long challenger, long matched) {
        var former = labels.getOrDefault(label, List.of(0L, 0L, 0L));
        labels.put(label, List.of(former.get(0) + serving, former.get(1) + challenger, former.get(2) + matched));
    }

    /** The least that so many are not above. */
    static long percentile(List<Frame> frames, String side, double share) {
        var times = new ArrayList<Long>();
        frames.forEach(frame -> times.add(side.equals("serving") ? frame.servingMicros() : frame.challengerMicros()));
        times.sort(null);
        return times.get((int) Math.ceil(share * times.size()) - 1);
    }
}
