package io.sightline.proxy;

import java.util.regex.Pattern;

/** Host and port inside the value of a setting. */
record ServerAddress(String setting, String host, int port) {
    private static final Pattern PLACE = Pattern.compile("(?:^|//)([^:/,]+):(\\d+)");

    static ServerAddress in(String setting) {
        var found = PLACE.matcher(setting);
        if (!found.find()) {
            throw new IllegalArgumentException("no host and port in " + setting);
        }
        return new ServerAddress(setting, found.group(1), Integer.parseInt(found.group(2)));
    }

    String replacedBy(String address) {
        return setting.replace(host + ":" + port, address);
    }
}
