package com.jisu.logs.parsers;

/** A network operator. Immutable; its JSON is made once. */
public final class GeoAutonomousSystem {

    private final Leaf ecs;

    /**
     * @param number the autonomous system's number
     * @param organization its owner's name, or null
     */
    public GeoAutonomousSystem(long number, String organization) {
        JsonObject object = new JsonObject(2);
        object.put(new Key("number"), Leaf.number(number));
        if (organization != null) {
            JsonObject named = new JsonObject(1);
            named.put(new Key("name"), Leaf.text(organization));
            object.put(new Key("organization"), named);
        }
        ecs = GeoCity.rendered(object);
    }

    /** The object that becomes {@code source.as}. */
    Leaf ecs() {
        return ecs;
    }
}
