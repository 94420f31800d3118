package io.sightline.cases;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How tests call an endpoint: by its URI, without options and without slashes behind the component, which Camel adds
 * and takes away. The one that begins a path of the disk stays.
 */
final class EndpointName {
    private static final Pattern SLASHES = Pattern.compile("^(?:(file:)//|((?!file:)[\\w.+-]+:)/+)");
    private static final Pattern ENCODED = Pattern.compile("(%[0-9A-Fa-f]{2})+");

    private EndpointName() {}

    static String of(String uri) {
        int query = uri.indexOf('?');
        var plain = query < 0 ? uri : uri.substring(0, query);
        var decoded = ENCODED.matcher(plain)
                .replaceAll(
                        found -> Matcher.quoteReplacement(new String(bytes(found.group()), StandardCharsets.UTF_8)));
        return SLASHES.matcher(decoded).replaceFirst("$1$2");
    }

    static String scheme(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    /** Whether an endpoint is meant by a name, which may end with a star. */
    static boolean isMeant(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }

    private static byte[] bytes(String encoded) {
        var bytes = new byte[encoded.length() / 3];
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] = (byte) Integer.parseInt(encoded.substring(3 * index + 1, 3 * index + 3), 16);
        }
        return bytes;
    }
}
