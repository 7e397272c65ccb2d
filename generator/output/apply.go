package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// Files are staged under a hidden name that Go tools ignore, and renamed.
const (
	stagePrefix = ".graphgen-"
	stageSuffix = ".tmp"
)

// Apply does what the plan says. Every new file is written beside its place
// first and nothing changes unless all of them could be, so that a full disk
// or a folder without write permission leaves the old files. A process that is
// killed leaves whole files only; the next run completes the work. Ending ctx
// stops the work before the first change, not between two.
func (p *Plan) Apply(ctx context.Context) error {
	if !p.Stale() && p.owner == "" {
		return nil
	}
	root, err := os.OpenRoot(p.target.Base)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := root.MkdirAll(p.target.Dir, 0o777); err != nil {
		return fmt.Errorf("output %s: %w", p.target.name(), err)
	}
	folder, err := root.OpenRoot(p.target.Dir)
	if err != nil {
		return fmt.Errorf("output %s: %w", p.target.name(), err)
	}
	defer folder.Close()

	if err := p.replace(ctx, folder); err != nil {
		return fmt.Errorf("output %s: %w", p.target.name(), err)
	}
	return nil
}

// replace stages the new files, moves them to their places and removes the
// stale ones.
func (p *Plan) replace(ctx context.Context, folder *os.Root) (err error) {
	if err := removeStaged(folder, stagePrefix); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, removeStaged(folder, ownPrefix()))
		}
	}()
	names := p.Write
	if p.owner != "" {
		names = append([]string{ownerName}, names...)
	}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := stage(folder, name, p.text(name)); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, name := range names {
		if err := p.move(folder, name); err != nil {
			return err
		}
	}
	for _, name := range p.Remove {
		if err := folder.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// move moves a staged file to its place. Another run that began meanwhile took
// it for one that was left behind, if it is gone, and then it is staged anew.
func (p *Plan) move(folder *os.Root, name string) error {
	for range 100 {
		err := folder.Rename(stagedName(name), name)
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := stage(folder, name, p.text(name)); err != nil {
			return err
		}
	}
	return fmt.Errorf("cannot write %s: other runs of graphgen in this folder remove what this one stages", name)
}

// text returns what is to be written to a file.
func (p *Plan) text(name string) []byte {
	if name == ownerName {
		return []byte(p.owner)
	}
	return p.files[name]
}

// stagedName differs between processes, so that two of them which write to one
// folder don't write to one file.
func stagedName(name string) string { return ownPrefix() + name + stageSuffix }

// ownPrefix is how the names of what this process stages begin.
func ownPrefix() string { return fmt.Sprintf("%s%d-", stagePrefix, os.Getpid()) }

// stage writes a file under its staged name. The error names the file that it
// is for.
func stage(folder *os.Root, name string, text []byte) error {
	file, err := folder.OpenFile(stagedName(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err == nil {
		_, err = file.Write(text)
		err = errors.Join(err, file.Close())
	}
	if cause, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("cannot write %s: %w", name, cause.Err)
	}
	return err
}

// removeStaged removes the staged files whose names begin with a prefix: those
// of this run, or also those of runs that were killed.
func removeStaged(folder *os.Root, prefix string) error {
	entries, err := fs.ReadDir(folder.FS(), ".")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasPrefix(name, prefix) || !strings.HasSuffix(name, stageSuffix) {
			continue
		}
		if err := folder.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
