package io.sightline.failure;

import java.util.Locale;
import java.util.regex.Pattern;

/** What no message shows of the settings that it is about: passwords, and what else lets anybody in. */
public final class Secrets {
    /** Stands for what is not shown. */
    public static final String HIDDEN = "***";

    private static final Pattern NAME = Pattern.compile("password|passwd|secret|token|credential");
    private static final Pattern PARAMETER = Pattern.compile("(?i)([\\w.-]*(?:" + NAME + ")[\\w.-]*=)[^&;,\\s'\"]+");
    private static final Pattern USER_IN_TEXT = Pattern.compile("(?i)([a-z][a-z0-9+.-]*://)[^\\s'\"]*@");
    private static final String SCHEME_END = "://";

    private Secrets() {}

    /** Whether what a setting is set to is a secret by its name, whatever it looks like. */
    public static boolean isNameOfOne(String setting) {
        return NAME.matcher(setting.toLowerCase(Locale.ROOT)).find();
    }

    /**
     * A value without the user and password of its address, {@code http://***@host}, and without secrets among its
     * parameters. It may be an address that nobody can read, with anything in its password: what is before the last
     * {@code @} is hidden whole.
     */
    public static String hiddenInValue(String value) {
        int at = value.lastIndexOf('@');
        int colon = value.indexOf(':');
        if (at < 0 || colon < 0 || colon > at) {
            return hideParameters(value);
        }
        int scheme = value.indexOf(SCHEME_END);
        int user = scheme >= 0 && scheme < at ? scheme + SCHEME_END.length() : 0;
        return value.substring(0, user) + HIDDEN + hideParameters(value.substring(at));
    }

    /** A sentence without users and passwords of the addresses in it. */
    public static String hiddenInText(String text) {
        return hideParameters(USER_IN_TEXT.matcher(text).replaceAll("$1" + HIDDEN + "@"));
    }

    private static String hideParameters(String text) {
        return PARAMETER.matcher(text).replaceAll("$1" + HIDDEN);
    }
}
