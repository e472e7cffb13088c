package dev.pith.torch.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pith.PithException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link UNet2D} is, as the {@code config.json} of diffusers' UNet2DModel says it.
 *
 * @param input the images it takes; their sides are multiples of 2 for every level but the first
 * @param classes how many classes it is told apart by an embedding of each; 0 for none
 * @param layers residual blocks of a level on the way down; one more on the way up
 * @param widths channels of each level, from fine to coarse
 * @param attentive whether a level has self-attention after each residual block
 * @param groups that channels are normalized in; divides every width
 * @param headWidth channels of a head of attention; divides every width that has attention, and the last
 * @param epsilon added to variances
 */
public record UNet2DConfig(
        InputShape input,
        int classes,
        int layers,
        List<Integer> widths,
        List<Boolean> attentive,
        int groups,
        int headWidth,
        double epsilon) {
    private static final String PREFIX = "unet2d-width";
    private static final String USUAL = "unet2d";
    private static final int USUAL_WIDTH = 32;
    private static final int GROUPS = 8;
    private static final String DOWN = "DownBlock2D";
    private static final String UP = "UpBlock2D";
    private static final String ATTENTIVE = "Attn";

    /** Checks that the sizes fit each other. */
    public UNet2DConfig {
        widths = List.copyOf(widths);
        attentive = List.copyOf(attentive);
        if (widths.isEmpty() || widths.size() != attentive.size() || layers < 1 || classes < 0) {
            throw new IllegalArgumentException("a U-Net has a level at least, with layers, got widths " + widths
                    + ", attention " + attentive + ", " + layers + " layers, " + classes + " classes");
        }
        if (groups < 1 || headWidth < 1) {
            throw new IllegalArgumentException(
                    "groups and heads must have a channel at least, got " + groups + " and " + headWidth);
        }
        for (int level = 0; level < widths.size(); level++) {
            boolean heads = attentive.get(level) || level == widths.size() - 1;
            int width = widths.get(level);
            if (width < 2 || width % 2 != 0 || width % groups != 0 || (heads && width % headWidth != 0)) {
                throw new IllegalArgumentException("a width must be even, a multiple of the groups, " + groups
                        + ", and with attention of a head, " + headWidth + ", got " + width);
            }
        }
        input.multipleOf(1 << (widths.size() - 1), "a diffusion network of " + widths.size() + " levels");
    }

    /**
     * Returns the network of a name: {@code unet2d-widthW} has W channels at the size of the image and 2 W at a half
     * and a quarter, with attention at the quarter; {@code unet2d} is {@code unet2d-width32}.
     *
     * @param classes 0 where images have none
     * @throws PithException when there is no such name, or the images do not suit the network
     */
    public static UNet2DConfig of(String name, InputShape input, int classes) {
        int width = USUAL_WIDTH;
        if (!name.equals(USUAL)) {
            String digits = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
            width = digits.matches("[0-9]{1,4}") ? Integer.parseInt(digits) : 0;
        }
        if (width < GROUPS || width % GROUPS != 0) {
            throw new PithException("there is no diffusion network called '" + name + "'; there are " + USUAL + " and "
                    + PREFIX + "W, W a multiple of " + GROUPS);
        }
        List<Boolean> attentive = List.of(false, false, true);
        List<Integer> widths = List.of(width, 2 * width, 2 * width);
        return new UNet2DConfig(input, classes, 1, widths, attentive, GROUPS, GROUPS, 1e-5);
    }

    /** Returns what a network of these widths is called. */
    public String name() {
        return PREFIX + widths.get(0);
    }

    /**
     * Returns what a configuration says.
     *
     * @param where the file, for messages
     * @throws PithException when it lacks something, or says something that is not computed here
     */
    public static UNet2DConfig of(JsonNode json, String where) {
        require(json, where, "_class_name", "UNet2DModel", "UNet2DModel");
        require(json, where, "time_embedding_type", "positional", "positional");
        require(json, where, "flip_sin_to_cos", "true", "true");
        require(json, where, "freq_shift", "0", "0");
        require(json, where, "center_input_sample", "false", "false");
        require(json, where, "downsample_padding", "1", "1");
        require(json, where, "downsample_type", "conv", "conv");
        require(json, where, "upsample_type", "conv", "conv");
        require(json, where, "act_fn", "silu", "silu");
        require(json, where, "resnet_time_scale_shift", "default", "default");
        require(json, where, "add_attention", "true", "true");
        require(json, where, "mid_block_type", "UNetMidBlock2D", "UNetMidBlock2D");
        require(json, where, "attn_norm_num_groups", "null", "null");
        require(json, where, "class_embed_type", "null", "null");
        requireNumber(json, where, "mid_block_scale_factor", 1);
        requireNumber(json, where, "dropout", 0);
        List<Boolean> attentive = new ArrayList<>();
        for (JsonNode block : json.path("down_block_types")) {
            attentive.add(isAttentive(block, DOWN, where));
        }
        JsonNode up = json.path("up_block_types");
        for (int level = 0; level < attentive.size(); level++) {
            boolean mirrored = isAttentive(up.path(attentive.size() - 1 - level), UP, where);
            if (up.size() != attentive.size() || mirrored != attentive.get(level)) {
                throw new PithException(where + ": its blocks up are not those down in reverse, and only such networks"
                        + " are computed: take another");
            }
        }
        List<Integer> widths = new ArrayList<>();
        json.path("block_out_channels").forEach(width -> widths.add(width.asInt()));
        JsonNode size = json.path("sample_size");
        try {
            int channels = number(json, where, "in_channels", 3);
            require(json, where, "out_channels", "3", Integer.toString(channels));
            return new UNet2DConfig(
                    new InputShape(
                            channels,
                            size.isArray() ? size.path(0).asInt() : size.asInt(),
                            size.isArray() ? size.path(1).asInt() : size.asInt()),
                    number(json, where, "num_class_embeds", 0),
                    number(json, where, "layers_per_block", 2),
                    widths,
                    attentive,
                    number(json, where, "norm_num_groups", 32),
                    number(json, where, "attention_head_dim", 8),
                    json.path("norm_eps").asDouble(1e-5));
        } catch (IllegalArgumentException e) {
            throw new PithException(where + ": " + e.getMessage(), e);
        }
    }

    private static boolean isAttentive(JsonNode block, String plain, String where) {
        String name = block.asText();
        if (!name.equals(plain) && !name.equals(ATTENTIVE + plain)) {
            throw new PithException(where + ": has a block '" + name + "', and only " + plain + " and " + ATTENTIVE
                    + plain + " are computed there: take another network");
        }
        return !name.equals(plain);
    }

    private static int number(JsonNode json, String where, String key, int usual) {
        JsonNode value = json.path(key);
        if (value.isMissingNode() || (value.isNull() && usual == 0)) {
            return usual;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new PithException(where + ": its " + key + " is '" + value.asText()
                    + "', and only whole numbers are computed with: take another network");
        }
        return value.intValue();
    }

    private static void require(JsonNode json, String where, String key, String usual, String needed) {
        requireIs(json.path(key).asText(usual).equals(needed), json, where, key, needed);
    }

    private static void requireNumber(JsonNode json, String where, String key, double needed) {
        requireIs(json.path(key).asDouble(needed) == needed, json, where, key, Double.toString(needed));
    }

    private static void requireIs(boolean so, JsonNode json, String where, String key, String needed) {
        if (!so) {
            throw new PithException(where + ": its " + key + " is '"
                    + json.path(key).asText() + "', and only '" + needed + "' is computed: take another network");
        }
    }

    /** Returns the configuration as diffusers writes it. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("_class_name", "UNet2DModel");
        if (input.height() == input.width()) {
            json.put("sample_size", input.height());
        } else {
            json.putArray("sample_size").add(input.height()).add(input.width());
        }
        json.put("in_channels", input.channels());
        json.put("out_channels", input.channels());
        json.put("center_input_sample", false);
        json.put("time_embedding_type", "positional");
        json.put("freq_shift", 0);
        json.put("flip_sin_to_cos", true);
        ArrayNode down = json.putArray("down_block_types");
        ArrayNode up = json.putArray("up_block_types");
        ArrayNode channels = json.putArray("block_out_channels");
        for (int level = 0; level < widths.size(); level++) {
            down.add((attentive.get(level) ? ATTENTIVE : "") + DOWN);
            up.add((attentive.get(widths.size() - 1 - level) ? ATTENTIVE : "") + UP);
            channels.add(widths.get(level));
        }
        json.put("layers_per_block", layers);
        json.put("mid_block_scale_factor", 1);
        json.put("downsample_padding", 1);
        json.put("downsample_type", "conv");
        json.put("upsample_type", "conv");
        json.put("dropout", 0.0);
        json.put("act_fn", "silu");
        json.put("attention_head_dim", headWidth);
        json.put("norm_num_groups", groups);
        json.put("norm_eps", epsilon);
        json.put("resnet_time_scale_shift", "default");
        json.put("add_attention", true);
        json.putNull("class_embed_type");
        if (classes == 0) {
            json.putNull("num_class_embeds");
        } else {
            json.put("num_class_embeds", classes);
        }
        return json;
    }
}
