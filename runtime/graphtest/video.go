package graphtest

import (
	"strconv"
)

func init() { actions["AdAccount.advideos create"] = uploadVideo }

// video is the state of a video: what came of it so far.
type video struct {
	session  string
	size     int64
	content  []byte
	finished bool
}

func (*video) pace() int { return 1 }

// step ends the processing of a video that was uploaded.
func (f *video) step(s *Server, rec *record) bool {
	if status, ok := rec.fields["status"].(map[string]any); f.finished && ok && status["video_status"] == "processing" {
		rec.fields["status"] = map[string]any{"video_status": "ready"}
	}
	return false
}

// uploadVideo takes a video in one call or in phases.
func uploadVideo(s *Server, sc *schema, c *call, decoded args) (any, *Error) {
	switch phase := decoded.text("upload_phase"); phase {
	case "":
		return s.wholeVideo(sc, c, decoded)
	case "start":
		size, _ := strconv.ParseInt(decoded.text("file_size"), 10, 64)
		if size <= 0 {
			return nil, paramError([]string{"file_size"}, "The parameter file_size is required")
		}
		rec, err := s.newVideo(sc, c, decoded)
		if err != nil {
			return nil, err
		}
		f := &video{session: s.store.newID(), size: size}
		rec.state = f
		s.store.setHidden(f.session, rec)
		rec.fields["status"] = map[string]any{"video_status": "uploading"}
		return append(object{{"video_id", rec.id}, {"upload_session_id", f.session}}, f.offsets(s)...), nil
	default:
		rec := s.store.hidden[decoded.text("upload_session_id")]
		if rec == nil {
			return nil, &Error{Code: 6000, Subcode: 1363042, Message: "There is no upload session with this upload_session_id"}
		}
		return s.videoPhase(sc, c, decoded, phase, rec)
	}
}

func (s *Server) videoPhase(sc *schema, c *call, decoded args, phase string, rec *record) (any, *Error) {
	f := rec.state.(*video)
	switch phase {
	case "transfer":
		chunk, ok := c.file("video_file_chunk")
		if !ok {
			return nil, paramError([]string{"video_file_chunk"}, "The parameter video_file_chunk is required")
		}
		start, err := strconv.ParseInt(decoded.text("start_offset"), 10, 64)
		got := int64(len(f.content))
		if err != nil || start != got || got+int64(len(chunk.content)) > f.size {
			return nil, &Error{Code: 6000, Subcode: 1363037, Message: "The start_offset is not where the upload is", Data: f.offsets(s)}
		}
		f.content = append(f.content, chunk.content...)
		return f.offsets(s), nil
	case "finish":
		if int64(len(f.content)) != f.size {
			return nil, &Error{Code: 6000, Subcode: 1363037, Message: "The upload is not complete", Data: f.offsets(s)}
		}
		f.finished = true
		delete(s.store.hidden, f.session)
		t := &sc.nodes[rec.typ].structType
		s.store.set(rec, s.written(sc, t, c.target, decoded))
		rec.fields["status"] = map[string]any{"video_status": "processing"}
		s.store.link(c.rec, "advideos", rec)
		return object{{"success", true}}, nil
	}
	delete(s.store.hidden, f.session) // cancel
	s.store.remove(rec)
	return object{{"success", true}}, nil
}

// offsets are the part of the file that the next call is to bring, as text.
func (f *video) offsets(s *Server) object {
	start := int64(len(f.content))
	end := min(f.size, start+s.config.VideoChunk)
	return object{{"start_offset", strconv.FormatInt(start, 10)}, {"end_offset", strconv.FormatInt(end, 10)}}
}

func (s *Server) newVideo(sc *schema, c *call, decoded args) (*record, *Error) {
	t := sc.nodes[sc.nodes["AdAccount"].edges["advideos"].lists()]
	if t == nil {
		return nil, missing(c.method, c.id)
	}
	rec, err := s.store.add(t.name, "", nil)
	if err != nil {
		return nil, unstored(err)
	}
	s.store.set(rec, s.written(sc, &t.structType, c.target, decoded))
	s.stamp(&t.structType, rec, "created_time")
	return rec, nil
}

// wholeVideo takes a video in one call, as a file or by its URL.
func (s *Server) wholeVideo(sc *schema, c *call, decoded args) (any, *Error) {
	file, ok := c.file("source")
	if !ok && decoded.text("file_url") == "" && decoded["slideshow_spec"] == nil {
		return nil, paramError([]string{"source"}, "The parameter source, file_url or slideshow_spec is required")
	}
	rec, err := s.newVideo(sc, c, decoded)
	if err != nil {
		return nil, err
	}
	rec.state = &video{content: file.content, size: int64(len(file.content)), finished: true}
	rec.fields["status"] = map[string]any{"video_status": "processing"}
	s.store.link(c.rec, "advideos", rec)
	return object{{"id", rec.id}}, nil
}
