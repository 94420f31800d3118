package io.sightline.routes;

import io.sightline.delivery.LetterBox;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The letters that their topic did not take, unless the database is away too. */
final class KeptLetters {
    final List<LetterBox.Item> items = new CopyOnWriteArrayList<>();
    volatile boolean away;

    void keep(LetterBox.Item item) throws SQLException {
        if (away) {
            throw new SQLException("database is away", "08001");
        }
        items.add(item);
    }
}
