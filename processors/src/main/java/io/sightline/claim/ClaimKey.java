package io.sightline.claim;

import java.util.Optional;
import java.util.regex.Pattern;

/** Keys of stored bytes: {@code sha256/ab/cd/<hex>}, and {@code reclaimed/} before it once nobody named them. */
public final class ClaimKey {
    /** What keys of stored bytes begin with; nothing else is ever swept. */
    public static final String STORED = "sha256/";
    /** What keys of reclaimed bytes begin with. */
    public static final String RECLAIMED = "reclaimed/";

    private static final Pattern FORM = Pattern.compile("sha256/([0-9a-f]{2})/([0-9a-f]{2})/(\\1\\2[0-9a-f]{60})");

    private ClaimKey() {}

    /** The key of content with this hash. */
    public static String of(Sha256 hash) {
        var hex = hash.hex();
        return STORED + hex.substring(0, 2) + "/" + hex.substring(2, 4) + "/" + hex;
    }

    /** Where the object of this key waits for its end. */
    public static String reclaimed(String key) {
        return RECLAIMED + key;
    }

    /** Where a reclaimed object came from. */
    public static String original(String reclaimed) {
        return reclaimed.substring(RECLAIMED.length());
    }

    /** The hash that a key names; empty for a key that is not of our making. */
    public static Optional<Sha256> hash(String key) {
        var form = FORM.matcher(key);
        return form.matches() ? Optional.of(new Sha256(form.group(3))) : Optional.empty();
    }
}
