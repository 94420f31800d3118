package io.sightline.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Who waits until nobody is behind goes on when all serve what was announced, and no sooner. */
class FollowersAnswerTest {
    private static final String ONE = "11".repeat(32);
    private static final String TWO = "22".repeat(32);
    private static final Map<String, Object> ANNOUNCED = announced("{\"serving\": {\"version\": \"2\", \"sha256\": \""
            + TWO
            + "\"}, \"challenger\": {\"version\": \"3\", \"sha256\": \""
            + "33".repeat(32)
            + "\"}}");

    @Test
    void aProcessIsBehindUntilItServesWhatWasAnnounced() {
        var loading = follower("1", ONE, 7);
        var done = follower("2", TWO, 7);

        assertThat(behind(loading, done, loading)).isEqualTo(2);
        assertThat(behind(done, done)).isZero();
    }

    @Test
    void soIsOneThatServesNothingOrTheSameFilesUnderAnotherNumber() {
        var nothing = new HashMap<>(follower("2", TWO, 7));
        nothing.put("version", null);
        nothing.put("sha256", null);

        assertThat(behind(nothing)).isOne();
        assertThat(behind(follower("1", TWO, 7))).isOne();
        assertThat(behind(follower("2", ONE, 7))).isOne();
    }

    /** The share of a challenger may be what is new. */
    @Test
    void soIsOneThatHasNotReadTheAnnouncement() {
        var unread = new HashMap<>(follower("2", TWO, 7));
        unread.put("epoch", null);
        unread.put("sequence", null);

        assertThat(behind(follower("2", TWO, 6))).isOne();
        assertThat(behind(unread)).isOne();
    }

    /** Nothing is to serve as long as all versions were rejected. */
    @Test
    void nobodyIsBehindAnAnnouncementOfNoVersionOnceItIsRead() {
        var nothing = announced("{\"serving\": null, \"status\": \"REJECTED\"}");

        assertThat(FollowersAnswer.of(List.of(follower("1", ONE, 7)), nothing)).containsEntry("behind", 0L);
        assertThat(FollowersAnswer.of(List.of(follower("1", ONE, 7)), null)).containsEntry("behind", 0L);
    }

    @SafeVarargs
    private static long behind(Map<String, Object>... rows) {
        return (Long) Objects.requireNonNull(
                FollowersAnswer.of(List.of(rows), ANNOUNCED).get("behind"));
    }

    private static Map<String, Object> announced(String json) {
        return Map.of("name", "tiny", "epoch", 1L, "sequence", 7L, "announced", json);
    }

    private static Map<String, Object> follower(String version, String sha256, long sequence) {
        return Map.of(
                "name",
                "tiny",
                "process",
                "pod-1",
                "state",
                "serving",
                "version",
                version,
                "sha256",
                HexFormat.of().parseHex(sha256),
                "epoch",
                1L,
                "sequence",
                sequence,
                "is_stale",
                false);
    }
}
